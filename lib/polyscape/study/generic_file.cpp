#include "polyscape/study/generic_file.hpp"

#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "polyscape/algebra/format/format.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/study/input_digest.hpp"
#include "polyscape/study/run_folder.hpp"

namespace polyscape::study {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

constexpr const char* remedy = "name another file for --generic";
constexpr const char* schema = "polyscape-generic-member-2";
constexpr const char* without_digest = "polyscape-generic-member-1";

[[noreturn]] void refuse(const std::string& path, const std::string& what, const std::string& found) {
  throw InputError(path, what, found, std::string(remedy) + ": a new one is written");
}

ordered_json system_json(const algebra::System& system) {
  return ordered_json::parse(algebra::write_system(system, algebra::Format::json));
}

/// Of all the file holds but the digest.
std::string content_digest(ordered_json file) {
  file.erase("digest");
  return digest(file.dump());
}

algebra::System system_of(const ordered_json& json, const std::string& path) {
  return algebra::read_system(json.dump(), path);
}

}  // namespace

void require_generic_file(const std::string& path) {
  if (fs::is_directory(path)) throw InputError(path, "a file", "a folder", "name the file in it");
  if (!fs::exists(path)) require_parent(path, remedy);
}

std::optional<critical::GenericMember> read_generic_member(const std::string& path, const model::Model& model,
                                                           int threads) {
  if (!fs::exists(path)) return std::nullopt;
  const ordered_json file = ordered_json::parse(read_text(path), nullptr, false);
  const std::string written = file.is_object() && file.contains("schema") && file["schema"].is_string()
                                  ? file["schema"].get<std::string>()
                                  : "";
  if (written != schema && written != without_digest)
    refuse(path, "a file that polyscape analyze --generic wrote", "something else");
  if (written == schema && (!file.contains("digest") || file["digest"] != content_digest(file)))
    refuse(path + " digest", content_digest(file) + ", that of what the file holds",
           file.contains("digest") ? file["digest"].dump() : "none");
  model::GradientFamily::Parts gradient;
  std::vector<eval::Point> points;
  solve::MonodromyRecord record;
  try {
    gradient = {system_of(file.at("real"), path), system_of(file.at("imaginary"), path)};
    const ordered_json& monodromy = file.at("monodromy");
    record = {monodromy.at("translate"), monodromy.at("section"), monodromy.at("paths"), monodromy.at("trace_error"),
              monodromy.at("traced")};
    for (const ordered_json& solution : file.at("solutions")) {
      eval::Point& point = points.emplace_back();
      for (const ordered_json& z : solution)
        point.push_back(algebra::GaussianRational::from_complex({z.at(0), z.at(1)}));
    }
  } catch (const nlohmann::json::exception& e) {
    refuse(path, "a file as polyscape analyze --generic wrote it", e.what());
  }
  auto member = critical::generic_member(model, gradient, points, record, threads);
  if (!member)
    refuse(path, "the generic member of this network at these inputs, each of its points once",
           "another one, or other points");
  return member;
}

void write_generic_member(const std::string& path, const critical::GenericMember& member) {
  ordered_json file{{"schema", schema},
                    {"real", system_json(member.gradient.real)},
                    {"imaginary", system_json(member.gradient.imaginary)}};
  const solve::MonodromyRecord& record = member.member.monodromy.value();
  file["monodromy"] = {{"translate", record.translate},
                       {"section", record.section},
                       {"paths", record.paths},
                       {"trace_error", record.trace_error},
                       {"traced", record.traced}};
  file["solutions"] = ordered_json::array();
  for (const solve::Solution& s : member.solutions) {
    ordered_json point = ordered_json::array();
    for (const auto& z : s.rounded()) point.push_back({z.real(), z.imag()});
    file["solutions"].push_back(std::move(point));
  }
  file["digest"] = content_digest(file);
  const std::string fresh = path + ".partial." + std::to_string(getpid());
  std::error_code refused;
  try {
    write_text(fresh, file.dump(1) + "\n", remedy);
    fs::rename(fresh, path);
  } catch (const fs::filesystem_error& e) {
    fs::remove(fresh, refused);
    throw InputError(path, "a file that can be written", e.code().message(), remedy);
  } catch (const InputError&) {
    fs::remove(fresh, refused);
    throw;
  }
}

}  // namespace polyscape::study
