#pragma once
/// Memory of exact numbers.

namespace polyscape::algebra {

/// Gives back to the system what numbers that are gone have left behind for new ones in this thread: FLINT keeps it for
/// good, out of reach of everything else. Takes milliseconds where there were many.
void release_unused_numbers();

}  // namespace polyscape::algebra
