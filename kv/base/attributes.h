// Compiler attributes that only clang knows.
#pragma once

// Marks a parameter or `this` whose storage the returned view points into.
#if defined(__clang__)
#define STATOR_LIFETIME_BOUND [[clang::lifetimebound]]
#else
#define STATOR_LIFETIME_BOUND
#endif
