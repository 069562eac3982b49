//! HTML as browsers read it: text → DOM, and back.
