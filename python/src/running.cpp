#include "running.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <mutex>
#include <thread>

#include "polyscape/base/aside.hpp"
#include "polyscape/base/cancel.hpp"
#include "polyscape/base/limit.hpp"

namespace polyscape::python {
namespace {

struct Shared {
  std::mutex mutex;
  std::condition_variable ended;
  bool over = false;
  std::exception_ptr thrown;
  std::optional<study::Progress> news;
};

/// Threads that were left behind use what is static: the process then ends without destroying it.
void end_without_destroying() {
#ifdef __GLIBC__  // elsewhere no handler knows the status
  static std::once_flag once;
  std::call_once(once, [] {
    ::on_exit(
        [](int status, void*) {
          std::fflush(nullptr);
          std::_Exit(status);
        },
        nullptr);
  });
#endif
}

void work_on(const std::shared_ptr<Shared>& shared, const Work& work, const CancelToken& token) {
  const JobScope scope(token);
  std::exception_ptr thrown;
  try {
    work([&](const study::Progress& progress) {
      const std::lock_guard lock(shared->mutex);
      shared->news = progress;
    });
  } catch (...) {
    thrown = std::current_exception();
  }
  const std::lock_guard lock(shared->mutex);
  shared->over = true;
  shared->thrown = thrown;
  shared->ended.notify_all();
}

}  // namespace

py::object run(Work work, const py::object& progress) {
  constexpr std::chrono::milliseconds often(50);
  const auto shared = std::make_shared<Shared>();
  const CancelToken token;
  std::thread worker([shared, work = std::move(work), token] { work_on(shared, work, token); });
  std::optional<py::error_already_set> ending;
  bool over = false;
  while (!over) {
    std::optional<study::Progress> news;
    {
      const py::gil_scoped_release released;
      std::unique_lock lock(shared->mutex);
      over = shared->ended.wait_for(lock, often, [&] { return shared->over; });
      news = std::exchange(shared->news, std::nullopt);
    }
    try {
      if (PyErr_CheckSignals() != 0) throw py::error_already_set();
      if (news && !ending && !progress.is_none()) progress(news->stage, news->done, news->total, news->of);
    } catch (py::error_already_set& e) {
      token.request();
      if (ending && !over) {
        worker.detach();
        end_without_destroying();
        throw;
      }
      if (!ending) ending.emplace(std::move(e));
    }
  }
  {
    const py::gil_scoped_release released;
    worker.join();
  }
  if (left_behind()) end_without_destroying();
  if (shared->thrown) {
    try {
      std::rethrow_exception(shared->thrown);
    } catch (const Cancelled&) {
      if (ending) throw std::move(*ending);
      throw;
    }
  }
  return ending ? py::reinterpret_borrow<py::object>(ending->value()) : py::none();
}

}  // namespace polyscape::python
