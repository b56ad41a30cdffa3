#pragma once
/// A job of the library under Python's roof: it runs in a thread of its own, without the interpreter's lock; the thread
/// that called waits, hands progress on and looks for Ctrl-C.
#include <pybind11/pybind11.h>

#include <functional>
#include <optional>

#include "polyscape/study/progress.hpp"

namespace polyscape::python {

namespace py = pybind11;

/// What runs. It owns all that it uses: a job that does not stop is left behind.
using Work = std::function<void(const study::Observer&)>;

/// Does the work, and throws what it throws. progress: called with (stage, done, total, of) in this thread, some times
/// a second at most; or None. The exception that ended the job early, by Ctrl-C or out of `progress`, is returned, or
/// None: what the work has done by then stands. Where Ctrl-C comes again before it has stopped it is left behind, and
/// the exception thrown.
py::object run(Work work, const py::object& progress);

}  // namespace polyscape::python
