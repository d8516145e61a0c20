// Loops that the compiler builds for several widths of vector.
#pragma once

// One binary for every machine: the loader picks the widest version the processor has. All give the same bits.
// The sanitizers are not ready yet when the loader picks.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define WIDEST __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define WIDEST
#endif
#define INLINED inline __attribute__((always_inline))
