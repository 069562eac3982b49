//! Files from the web: one request with everything that keeps it safe, and what to do when it fails.
