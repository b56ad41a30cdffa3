#pragma once
/// A described record (polyscape/report/fields.hpp) as Python sees it: an object with the keys of result.json as
/// attributes, and values of the types that they have here. One walk, whatever the record.
#include <pybind11/pybind11.h>

#include "polyscape/report/result.hpp"

namespace polyscape::python {

namespace py = pybind11;

/// The result as nested calls of make(class, values): class is the name of a record's class, values a dict of what is
/// known. Integers are Python's, of any size, where JSON has their digits.
py::object record_of(const report::Result& result, const py::function& make);

/// Of every record of a result: the name of its class, and of each field the key, the type as an annotation, and the
/// meaning. Outer records first.
py::list record_classes();

}  // namespace polyscape::python
