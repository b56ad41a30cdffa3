#include "polyscape/algebra/memory.hpp"

#include <flint/flint.h>

#include <cstdlib>
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace polyscape::algebra {

void release_unused_numbers() {
  flint_cleanup();
#ifdef __GLIBC__
  malloc_trim(0);  // small pieces, which no larger one can use
#endif
}

}  // namespace polyscape::algebra
