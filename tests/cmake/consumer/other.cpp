// Knows nothing of profiles, so nothing in them compiles it again.
const char* other() { return "done"; }
