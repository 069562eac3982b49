//! What a run needs, resolved once from the arguments.
