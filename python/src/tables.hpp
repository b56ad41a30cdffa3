#pragma once
/// Tables, figures, pages and folders of results, bound to the module.
#include <pybind11/pybind11.h>

namespace polyscape::python {

void bind_tables(pybind11::module_& module);

}  // namespace polyscape::python
