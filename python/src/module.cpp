/// The module polyscape._core: what the package polyscape is made of. Texts and handles in, texts and handles out; how
/// Python's people want to see them is the package's business.
#include <pybind11/functional.h>
#include <pybind11/stl.h>

#include "jobs.hpp"
#include "kept.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/dynamics/options.hpp"
#include "polyscape/report/summary.hpp"
#include "polyscape/store/store.hpp"
#include "polyscape/study/options.hpp"
#include "polyscape/study/stored_sweep.hpp"
#include "record.hpp"
#include "running.hpp"
#include "tables.hpp"

namespace polyscape::python {
namespace {

using Given = std::vector<std::pair<Text, Text>>;
using Handle = std::shared_ptr<const Result>;
using Source = std::shared_ptr<const Input>;

Entries entries_of(const Given& given) {
  Entries entries;
  for (const auto& [key, text] : given) entries.push_back({key, text, key});
  return entries;
}

/// The job's result, and the exception that ended it early, or None. kept: where its work is kept, or null.
template <class Job>
py::tuple ran(const py::object& progress, Job job, std::shared_ptr<Kept> kept = nullptr) {
  using R = decltype(job(study::Observer()));
  const auto found = std::make_shared<std::optional<R>>();
  const py::object ending = run(
      [=](const study::Observer& observer) {
        std::optional<JournalScope> scope;
        if (kept) scope.emplace(kept->checkpoint());
        *found = job(observer);
      },
      progress);
  return py::make_tuple(std::make_shared<R>(std::move(**found)), ending);
}

template <class O>
py::list rows_of(const std::vector<Option<O>>& table) {
  py::list rows;
  for (const Option<O>& row : table)
    rows.append(py::make_tuple(row.name, expected(row), option_text(O(), row), row.help));
  return rows;
}

std::optional<Result> copied(const Handle& result) {
  if (!result) return std::nullopt;
  return *result;
}

py::list entries_of(const Many& all) {
  py::list rows;
  for (const report::Entry& entry : all.entries)
    rows.append(py::make_tuple(
        entry.chosen, entry.result ? py::cast(std::make_shared<Result>(*entry.result)) : py::none(), entry.reason));
  return rows;
}

void bind_jobs(py::module_& m) {
  m.def("analyze", [](const Source& s, const Given& given, const Text& generic, std::shared_ptr<Kept> kept,
                      const py::object& progress) {
    return ran(
        progress, [=, e = entries_of(given)](const auto& o) { return analyze(*s, e, generic, o); }, std::move(kept));
  });
  m.def("bounds", [](const Source& s, const Given& given, const py::object& progress) {
    return ran(progress, [=, e = entries_of(given)](const auto& o) { return bounds(*s, e, o); });
  });
  m.def("components", [](const Source& s, const Given& given, std::shared_ptr<Kept> kept, const py::object& progress) {
    return ran(
        progress, [=, e = entries_of(given)](const auto& o) { return components(*s, e, o); }, std::move(kept));
  });
  m.def("solve", [](const Source& s, const Given& given, std::shared_ptr<Kept> kept, const py::object& progress) {
    return ran(
        progress, [=, e = entries_of(given)](const auto& o) { return solve(*s, e, o); }, std::move(kept));
  });
  m.def("certify", [](const Handle& said, const Source& s, const Given& given, const py::object& progress) {
    return ran(progress, [=, e = entries_of(given)](const auto& o) { return certify(*said, *s, e, o); });
  });
  m.def("volume", [](const Source& s, const Text& at, std::optional<double> sample, const Given& given,
                     const py::object& progress) {
    return ran(progress, [=, e = entries_of(given)](const auto& o) { return volume(*s, at, sample, e, o); });
  });
  m.def("solve_family",
        [](const Source& s, const Text& csv, const Text& file, const Given& given, const py::object& progress) {
          return ran(progress, [=, e = entries_of(given)](const auto& o) { return solve_family(*s, csv, file, e, o); });
        });
  m.def("dynamics", [](const Source& s, const Handle& critical, const Text& dimension, const Given& given,
                       const py::object& progress) {
    return ran(progress,
               [=, e = entries_of(given)](const auto& o) { return dynamics(*s, copied(critical), dimension, e, o); });
  });
  m.def("sweep_draws", [](const Source& s, std::optional<std::uint64_t> draws, const Text& samples, const Given& given,
                          const py::object& progress) {
    return ran(progress, [=, e = entries_of(given)](const auto& o) { return sweep_draws(*s, draws, samples, e, o); });
  });
  m.def("sweep_store", [](const Source& s, const Text& store, std::optional<std::uint64_t> limit, const Given& given,
                          const py::object& progress) {
    return ran(progress, [=, e = entries_of(given)](const auto& o) { return sweep_store(*s, store, limit, e, o); });
  });
  m.def("resume_store",
        [](const Text& store, std::optional<std::uint64_t> limit, const Given& given, const py::object& progress) {
          return ran(progress, [=, e = entries_of(given)](const auto& o) { return resume_store(store, limit, e, o); });
        });
}

}  // namespace

PYBIND11_MODULE(_core, m) {
  m.doc() = "The library behind the package polyscape, which has the documentation.";

  py::register_exception_translator([](std::exception_ptr thrown) {
    const auto raise = [](const char* type, const char* what) {
      PyErr_SetString(py::module_::import("polyscape._errors").attr(type).ptr(), what);
    };
    try {
      if (thrown) std::rethrow_exception(thrown);
    } catch (const InputError& e) {
      raise("InputError", e.what());
    } catch (const Cancelled& e) {
      raise("Cancelled", e.what());
    } catch (const Error& e) {
      raise("Error", e.what());
    }
  });

  py::class_<Input, std::shared_ptr<Input>>(m, "Input")
      .def(py::init<Text, Text, Text>())
      .def_property_readonly("kind", &Input::kind)
      .def_property_readonly("text", &Input::text)
      .def_property_readonly("file", &Input::file)
      .def_property_readonly("title", &Input::title)
      .def_property_readonly("digest", &Input::digest)
      .def_property_readonly("summary", &Input::summary)
      .def("names", &Input::names)
      .def("activations", &Input::activations)
      .def("lists", [](const Input& i) { return i.sweep() ? i.sweep()->names() : std::vector<Text>{}; });

  py::class_<Result, std::shared_ptr<Result>>(m, "Result")
      .def(py::init([](const Text& json, const Text& file) { return report::result_from_json(json, file); }))
      .def("json", [](const Result& r) { return report::to_json(r); })
      .def("summary", [](const Result& r, std::size_t points) { return report::summary(r, points); })
      .def("record", &record_of);

  py::class_<Kept, std::shared_ptr<Kept>>(m, "Kept")
      .def(py::init<Text, bool, std::vector<Text>, std::shared_ptr<Input>>())
      .def("write", &Kept::write)
      .def_property_readonly("written", &Kept::written)
      .def("end", &Kept::end);

  py::class_<Many, std::shared_ptr<Many>>(m, "Many")
      .def_readonly("waiting", &Many::waiting)
      .def("member", [](const Many& a) { return a.member ? std::make_shared<Result>(*a.member) : nullptr; })
      .def("entries", [](const Many& a) { return entries_of(a); });

  m.def("require_known", [](const Given& given, bool dynamics_too, const std::vector<Text>& own) {
    require_known(entries_of(given), dynamics_too, own);
  });
  m.def("solver_options", [] { return rows_of(study::option_table()); });
  m.def("dynamics_options", [] { return rows_of(dynamics::option_table()); });
  m.def("record_classes", &record_classes);
  m.def("version", &report::library_version);
  m.def("default_store", &study::default_store);
  m.def("looks_like_store", &store::looks_like_store);
  m.def("load", [](const Text& path) { return std::make_shared<Many>(load(path)); });
  m.attr("screen_of_points") = report::screen_of_points;
  bind_jobs(m);
  bind_tables(m);
}

}  // namespace polyscape::python
