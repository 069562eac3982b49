//! Inputs: paths → seekable bytes, in a stable order.
