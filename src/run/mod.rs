//! One file a command; the only place where pure stages meet I/O.
