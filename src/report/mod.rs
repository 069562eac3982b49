//! Notices and counts → summary and JSON.
