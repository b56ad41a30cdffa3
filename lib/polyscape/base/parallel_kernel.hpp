#pragma once
/// What there is one of for each kind of threads: oneTBB's, and the standard library's (POLYSCAPE_TBB=OFF). For
/// sources.
#include <cstddef>
#include <functional>

namespace polyscape {

/// parallel_for() where there is something to share: count, threads >= 2.
void on_threads(std::size_t count, std::size_t threads, const std::function<void(std::size_t)>& body);

}  // namespace polyscape
