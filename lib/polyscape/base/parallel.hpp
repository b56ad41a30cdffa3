#pragma once
/// Loops over an index, in parallel. Result i must depend on i alone; then results do not depend on the threads.
#include <cstddef>
#include <functional>

namespace polyscape {

/// Calls body(i) once for every i in [0, count), on up to `threads` threads (0: as many as there are cores).
/// An exception of a body ends the loop and is thrown again here. Bodies that have not started when
/// cancellation_requested() turns true are still called: they decide themselves what to skip.
void parallel_for(std::size_t count, std::size_t threads, const std::function<void(std::size_t)>& body);

/// Number of cores that parallel_for uses when asked for 0 threads.
std::size_t hardware_threads();

}  // namespace polyscape
