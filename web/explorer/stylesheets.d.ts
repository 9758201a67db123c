/** Stylesheets are imported for what they do to the page; the bundler takes them out of the program. */
declare module '*.css' {}
