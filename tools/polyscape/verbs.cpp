#include "verbs.hpp"

#include <map>

namespace polyscape::program {

int perform(const Command& command) {
  static const std::map<std::string, int (*)(const Command&)> verbs{
      {"analyze", analyze},   {"bounds", bounds}, {"certify", certify}, {"components", components},
      {"dynamics", dynamics}, {"report", report}, {"resume", resume},   {"solve", solve},
      {"sweep", sweep},       {"system", system}, {"table", table},     {"volume", volume}};
  return verbs.at(command.verb)(command);
}

}  // namespace polyscape::program
