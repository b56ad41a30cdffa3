/// polyscape: the loss landscape of polynomial networks. Exit status: 0 done, 1 something is incomplete, 2 bad input,
/// 3 internal error.
#include <cstdio>
#include <exception>
#include <map>
#include <string>
#include <variant>

#include "command_line.hpp"
#include "output.hpp"
#include "polyscape/base/cancel.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/limit.hpp"
#include "verbs.hpp"

namespace {

using namespace polyscape;

constexpr int incomplete = 1, bad_input = 2, internal_error = 3;

int run(int count, const char* const* words) {
  const auto request = program::parse(count, words);
  if (const auto* answer = std::get_if<program::Answer>(&request)) {
    program::print(answer->text);
    return 0;
  }
  static const std::map<std::string, int (*)(const program::Command&)> verbs{{"analyze", program::analyze},
                                                                             {"bounds", program::bounds},
                                                                             {"certify", program::certify},
                                                                             {"components", program::components},
                                                                             {"solve", program::solve},
                                                                             {"sweep", program::sweep},
                                                                             {"system", program::system},
                                                                             {"table", program::table}};
  install_interrupt_handler();
  const auto& command = std::get<program::Command>(request);
  return verbs.at(command.verb)(command);
}

}  // namespace

int main(int count, char** words) {
  try {
    return run(count, words);
  } catch (const InputError& e) {
    std::fprintf(stderr, "polyscape: %s\n", e.what());
    return bad_input;
  } catch (const Cancelled&) {
    std::fprintf(stderr, "polyscape: cancelled\n");
    return incomplete;
  } catch (const std::exception& e) {
    std::fprintf(stderr, "polyscape: internal error: %s\n", e.what());
    return internal_error;
  }
}
