#include "polyscape/study/generic_file.hpp"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "polyscape/algebra/format/format.hpp"
#include "polyscape/base/digest.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/report/json_reader_kernel.hpp"
#include "polyscape/report/json_writer_kernel.hpp"
#include "polyscape/report/paths.hpp"
#include "polyscape/study/run_folder.hpp"

namespace polyscape::study {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

constexpr const char* remedy = "name another file for --generic";
constexpr const char* rewrite = "name another file for --generic: a new one is written";
constexpr const char* schema = "polyscape-generic-member-2";
constexpr const char* without_digest = "polyscape-generic-member-1";

[[noreturn]] void refuse(const std::string& path, const std::string& what, const std::string& found) {
  throw InputError(path, what, found, rewrite);
}

/// What the file holds; the member's gradient in two real systems.
struct MemberFile {
  std::string schema;
  ordered_json real, imaginary;
  report::Monodromy monodromy;
  std::vector<std::vector<std::complex<double>>> solutions;
};
void describe(auto& fields, report::Of<MemberFile> auto& f) {
  fields("schema", f.schema, "of the file");
  fields("real", f.real, "parts of the gradient's coefficients, a system");
  fields("imaginary", f.imaginary, "the same");
  fields("monodromy", f.monodromy, "how it was solved");
  fields("solutions", f.solutions, "as doubles");
}

/// Of all the file holds but the digest.
std::string content_digest(ordered_json file) {
  file.erase("digest");
  return digest(file.dump());
}

algebra::System system_of(const ordered_json& json, const std::string& path) {
  algebra::System system = algebra::read_system(json.dump(), path);
  if (!algebra::is_real(system)) refuse(path, "real and imaginary parts of the gradient", "complex coefficients");
  return system;
}

}  // namespace

void require_generic_file(const std::string& path) {
  if (fs::is_directory(path)) throw InputError(path, "a file", "a folder", "name the file in it");
  if (!fs::exists(path)) require_parent(path, remedy);
}

std::optional<critical::GenericMember> read_generic_member(const std::string& path, const model::Model& model,
                                                           int threads) {
  if (!fs::exists(path)) return std::nullopt;
  const auto file = report::parsed_json<ordered_json>(read_text(path));
  const std::string written = file.is_object() && file.contains("schema") && file["schema"].is_string()
                                  ? file["schema"].get<std::string>()
                                  : "";
  if (written != schema && written != without_digest)
    refuse(path, "a file that polyscape analyze --generic wrote", "something else");
  if (written == schema && (!file.contains("digest") || file["digest"] != content_digest(file)))
    refuse(path + " digest", content_digest(file) + ", that of what the file holds",
           file.contains("digest") ? file["digest"].dump() : "none");
  MemberFile held;
  const nlohmann::json document(file);
  report::JsonReader::read(report::Cursor(document, path, rewrite), held);
  const model::GradientFamily::Parts gradient{system_of(held.real, path), system_of(held.imaginary, path)};
  const report::Monodromy& m = held.monodromy;
  const solve::MonodromyRecord record{m.translate, m.section, m.paths, m.trace_error, m.traced, false};
  std::vector<eval::Point> points;
  for (const auto& solution : held.solutions) {
    if (!std::ranges::all_of(solution, [](auto z) { return std::isfinite(z.real()) && std::isfinite(z.imag()); }))
      refuse(path + " solutions", "finite coordinates", "others");
    points.push_back(eval::exact_point(solution));
  }
  auto member = critical::generic_member(model, gradient, points, record, threads);
  if (!member)
    refuse(path, "the generic member of this network at these inputs, each of its points once",
           "another one, or other points");
  return member;
}

void write_generic_member(const std::string& path, const critical::GenericMember& member) {
  const auto json = [](const algebra::System& system) {
    return ordered_json::parse(algebra::write_system(system, algebra::Format::json));
  };
  const solve::MonodromyRecord& record = member.member.monodromy.value();
  MemberFile held{schema,
                  json(member.gradient.real),
                  json(member.gradient.imaginary),
                  {record.translate, record.section, record.paths, record.trace_error, record.traced, {}, false},
                  {}};
  for (const solve::Solution& s : member.solutions) held.solutions.push_back(s.rounded());
  ordered_json file = report::JsonWriter().record(held);
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
