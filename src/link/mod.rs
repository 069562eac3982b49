//! URL + site + target → where the link leads on the new site; applied to a DOM.
