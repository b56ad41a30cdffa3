/// Valid files of every format with bytes, tokens and sizes changed at random: each is read and bounded, or refused by
/// an InputError. Nothing else is thrown, nothing crashes, nothing takes long.
#include <signal.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <sstream>

#include "polyscape/algebra/format/format.hpp"
#include "polyscape/algebra/format/written.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/random.hpp"
#include "polyscape/dynamics/potential.hpp"
#include "polyscape/report/result.hpp"
#include "polyscape/report/summary.hpp"
#include "polyscape/spec/parse.hpp"
#include "polyscape/spec/potential.hpp"
#include "polyscape/spec/sweep.hpp"
#include "polyscape/study/analysis.hpp"
#include "polyscape/study/bounding.hpp"
#include "polyscape/study/certification.hpp"
#include "polyscape/study/generic_file.hpp"
#include "polyscape/study/parameters.hpp"
#include "support/catch.hpp"

using namespace polyscape;

namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// A folder that goes at the end; the text that is being tried is kept in the current one when the process is ended by
/// a signal.
class Scratch {
 public:
  Scratch() : folder_(fs::temp_directory_path() / ("polyscape_mutation_" + std::to_string(getpid()))) {
    fs::create_directories(folder_);
    for (const int signal : {SIGSEGV, SIGABRT, SIGFPE, SIGBUS, SIGTERM}) ::signal(signal, save);
  }
  ~Scratch() {
    for (const int signal : {SIGSEGV, SIGABRT, SIGFPE, SIGBUS, SIGTERM}) ::signal(signal, SIG_DFL);
    fs::remove_all(folder_);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  fs::path operator/(const std::string& name) const { return folder_ / name; }
  const fs::path& folder() const { return folder_; }

  static void trying(const std::string& text) { current_ = &text; }

 private:
  static void save(int signal) {
    ::signal(signal, SIG_DFL);
    if (std::FILE* file = std::fopen("mutation-failure.txt", "wb"); file != nullptr && current_ != nullptr) {
      std::fwrite(current_->data(), 1, current_->size(), file);
      std::fclose(file);
    }
    raise(signal);
  }
  static inline const std::string* current_ = nullptr;
  fs::path folder_;
};

/// Where something like a number, a name or a mark stands.
struct Piece {
  std::size_t begin, length;
  bool number;
};
std::vector<Piece> pieces(const std::string& text) {
  std::vector<Piece> result;
  const auto in_number = [](char c) { return std::isdigit(static_cast<unsigned char>(c)) || c == '.'; };
  const auto in_name = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; };
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    const bool number = in_number(text[at]);
    while (end < text.size() && (number ? in_number(text[end]) : in_name(text[end]))) ++end;
    if (end == at) ++end;
    if (!std::isspace(static_cast<unsigned char>(text[at]))) result.push_back({at, end - at, number});
    at = end;
  }
  return result;
}

class Mutator {
 public:
  explicit Mutator(Random random) : random_(random) {}

  std::string operator()(std::string text) {
    for (std::uint64_t changes = 1 + random_.below(3); changes > 0 && !text.empty(); --changes) {
      switch (random_.below(4)) {
        case 0:
          byte(text);
          break;
        case 1:
          size(text);
          break;
        default:
          token(text);
          break;
      }
      constexpr std::size_t longest = 1 << 18;
      if (text.size() > longest) text.resize(longest);
    }
    return text;
  }

 private:
  std::size_t place(const std::string& text) { return random_.below(text.size()); }

  void byte(std::string& text) {
    static const std::string bytes =
        std::string("0123456789.eE+-*/^()[]{}=,;:\"'#%\\ \n\r\t_xyzIiw") + '\0' + '\xff' + '\xc3' + '\x80';
    const std::size_t at = place(text);
    switch (random_.below(4)) {
      case 0:
        text[at] = bytes[random_.below(bytes.size())];
        break;
      case 1:
        text.insert(at, 1, bytes[random_.below(bytes.size())]);
        break;
      case 2:
        text.erase(at, 1 + random_.below(6));
        break;
      default:
        text[at] = static_cast<char>(random_.below(256));
        break;
    }
  }

  void token(std::string& text) {
    static const std::vector<std::string> numbers{"0",
                                                  "1",
                                                  "2",
                                                  "3",
                                                  "7",
                                                  "64",
                                                  "65",
                                                  "100",
                                                  "1000",
                                                  "9999",
                                                  "10000",
                                                  "10001",
                                                  "65536",
                                                  "1000000",
                                                  "100000000",
                                                  "2147483647",
                                                  "2147483648",
                                                  "4294967296",
                                                  "9223372036854775807",
                                                  "9223372036854775808",
                                                  "18446744073709551616",
                                                  "99999999999999999999999",
                                                  "-1",
                                                  "-2147483648",
                                                  "-9223372036854775808",
                                                  "0.1",
                                                  "1e9999",
                                                  "1e-9999",
                                                  "1e10000",
                                                  "1e400",
                                                  "1e-400",
                                                  "1e99999",
                                                  "1e9223372036854775808",
                                                  "1e-9223372036854775808",
                                                  "1/3",
                                                  "1/0",
                                                  "nan",
                                                  "inf",
                                                  "-0",
                                                  "0x10",
                                                  "1_000",
                                                  "1e",
                                                  ".5",
                                                  "5."};
    static const std::vector<std::string> words{"x",
                                                "w",
                                                "z",
                                                "I",
                                                "i",
                                                "e",
                                                "true",
                                                "null",
                                                "\"\"",
                                                "\"1e400\"",
                                                "[]",
                                                "{}",
                                                "[[]]",
                                                "()",
                                                "z^2",
                                                "(z+1)^40",
                                                "(x+y+1)^40",
                                                "((x^100)^100)^100",
                                                "(1e9999*x+1)^99",
                                                "relu",
                                                "exp",
                                                "generic",
                                                "none",
                                                "dense",
                                                "conv1d",
                                                "residual",
                                                "fixed",
                                                "cross-entropy",
                                                "square"};
    const std::vector<Piece> all = pieces(text);
    if (all.empty()) return;
    std::vector<Piece> some;
    for (const Piece& p : all)
      if (p.number) some.push_back(p);
    const bool numbers_only = !some.empty() && random_.below(2) == 0;
    const Piece p = numbers_only ? some[random_.below(some.size())] : all[random_.below(all.size())],
                q = all[random_.below(all.size())];
    if (numbers_only) {
      text.replace(p.begin, p.length, numbers[random_.below(numbers.size())]);
      return;
    }
    switch (random_.below(4)) {
      case 0:
        text.replace(p.begin, p.length, words[random_.below(words.size())]);
        break;
      case 1:
        text.replace(p.begin, p.length, text.substr(q.begin, q.length));
        break;
      case 2:
        text.erase(p.begin, p.length);
        break;
      default:
        text.insert(p.begin, text.substr(q.begin, q.length));
        break;
    }
  }

  /// Something again and again.
  void size(std::string& text) {
    const std::size_t at = place(text), length = std::min<std::size_t>(
                                            1 + random_.below(random_.below(3) == 0 ? 200 : 8), text.size() - at);
    const std::uint64_t bits = 1 + random_.below(14), count = 1 + random_.below(std::uint64_t{1} << bits);
    std::string chunk = text.substr(at, length);
    if (random_.below(4) == 0) {
      static const std::vector<std::string> chunks{
          "(",   "[",      "{",    "{\"a\":", "-",  "a.", "9",
          "x*",  "+x",     "x^2+", "1,",      "\"", "\n", "[[network.layer]]\nwidth = 1\nactivation = \"z^100\"\n",
          "x1;", "*1e9999"};
      chunk = chunks[random_.below(chunks.size())];
    }
    std::string inserted;
    for (std::uint64_t k = 0; k < count && inserted.size() < (1 << 17); ++k) inserted += chunk;
    text.insert(at, inserted);
  }

  Random random_;
};

study::BoundLimits small() {
  study::BoundLimits limits;
  limits.mixed_volume = 2e6;
  limits.linear_product = 1e5;
  limits.multihomogeneous = 1e5;
  limits.partitions.work = 1e5;
  limits.partitions.exhaustive_variables = 4;
  return limits;
}

/// A format: valid texts, and what reads one.
struct Family {
  std::string name;
  std::vector<std::string> texts;
  std::function<void(const std::string&)> read;
};

std::vector<std::string> texts_in(const fs::path& folder, const std::string& extension, std::uintmax_t longest) {
  std::map<std::string, std::string> found;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.path().extension() == extension && entry.file_size() <= longest)
      found[entry.path().string()] = text_of(entry.path());
  std::vector<std::string> result;
  for (auto& [path, text] : found) result.push_back(std::move(text));
  return result;
}

void use(const report::Result& result) {
  CHECK_FALSE(report::to_json(result).empty());
  CHECK_FALSE(report::summary(result).empty());
}

// The head of the table and every twentieth row: some of each class.
std::string some_lines(const std::string& table) {
  std::istringstream lines(table);
  std::string line, result;
  for (std::size_t number = 0; std::getline(lines, line); ++number)
    if (number % 20 < 1 || line.find_first_of("0123456789") == std::string::npos) result += line + "\n";
  return result;
}

std::vector<Family> families(const Scratch& scratch) {
  const fs::path data = POLYSCAPE_DATA;
  std::vector<Family> result;
  const auto bounded = [](const std::string& text) {
    use(study::bound_system(algebra::read_written_system(text, "in.txt"), "title", small()));
  };
  const auto specified = [data](const std::string& text) {
    use(study::bound_specification(spec::parse_specification(text, "in.toml", data.string()), small()));
  };
  result.push_back({"phcpack", texts_in(data, ".phc", 20000), bounded});
  result.push_back({"bertini", texts_in(data, ".bertini", 20000), bounded});
  result.push_back({"json", texts_in(data / "systems", ".json", 20000), bounded});
  // Each system in the other formats as well.
  for (const Family& family : std::vector<Family>(result))
    for (const std::string& text : family.texts) {
      const algebra::System system = algebra::read_system(text, family.name);
      result[0].texts.push_back(algebra::write_system(system, algebra::Format::phcpack));
      result[1].texts.push_back(algebra::write_system(system, algebra::Format::bertini));
      result[2].texts.push_back(algebra::write_system(system, algebra::Format::json));
    }
  result[0].texts.push_back("2\n((x + y)^2 - 3*x)^2 - 2*(x + y)/3;\n((x + y)^2 - 3*x)*(y + x)^(1 + 1) - (1 - i)*y;\n");
  result[1].texts.push_back(
      "variable_group x, y;\nfunction f, g;\nconstant c;\nc = 2/3;\nu = x^2 + y - c;\nf = u^2 - c*x;\ng = x*u - f;\n");
  Family potentials{"potential", {}, [](const std::string& text) {
                      const dynamics::Potential potential(spec::parse_potential(text, "in.toml").potential);
                      CHECK(potential.tape().outputs == potential.dimension() + 1);
                    }};
  Family sweeps{"sweep", {}, [data](const std::string& text) {
                  const spec::Sweep sweep(text, "in.toml", data.string());
                  CHECK(sweep.values(sweep.size() - 1).size() == sweep.names().size());
                  for (const std::size_t row : {std::size_t{0}, sweep.size() - 1})
                    use(study::bound_specification(sweep.specification(row), small()));
                }};
  result.push_back({"specification", {}, specified});
  for (const std::string& text : texts_in(data, ".toml", 5000)) {
    const bool potential = text.find("[potential]") != std::string::npos,
               lists = !potential && !spec::Sweep(text, "in.toml", data.string()).names().empty();
    (potential ? potentials : lists ? sweeps : result.back()).texts.push_back(text);
  }
  result.push_back(std::move(potentials));
  result.push_back(std::move(sweeps));

  const std::string iris = text_of(data / "iris.csv"), uses_iris = text_of(data / "iris_linear.toml");
  result.push_back({"csv", {some_lines(iris)}, [&scratch, uses_iris](const std::string& text) {
                      std::ofstream(scratch / "iris.csv", std::ios::binary) << text;
                      use(study::bound_specification(
                          spec::parse_specification(uses_iris, "in.toml", scratch.folder().string()), small()));
                    }});

  const algebra::System circle = algebra::read_system(text_of(data / "systems/circle_and_line.json"), "system");
  result.push_back({"parameters", {text_of(data / "systems/circle_and_line.csv")}, [circle](const std::string& text) {
                      const study::ParameterTable table = study::read_parameters(text, "in.csv", circle);
                      for (std::size_t i = 0; i < table.rows.size(); ++i)
                        use(study::bound_system(study::at_parameters(circle, table, i), "title", small()));
                    }});

  const spec::Specification network = spec::read_specification((data / "truth/networks/sq_1_1_1_N2.toml").string());
  study::Options options;
  options.threads = 1;
  const std::string member = (scratch / "member.json").string();
  const report::Result solved = study::analyze(network, options, {}, member);
  const model::Model model = model::build_model(network);
  const algebra::System equations = model::gradient_system(model);
  result.push_back({"result.json", {report::to_json(solved)}, [model, equations](const std::string& text) {
                      report::Result read = report::result_from_json(text, "result.json");
                      use(read);
                      if (read.points && read.solutions && read.names == equations.names)
                        study::recheck(read, equations, model.loss, "result.json", 1);
                    }});
  result.push_back({"generic file", {text_of(member)}, [model, member](const std::string& text) {
                      std::ofstream(member, std::ios::binary) << text;
                      study::read_generic_member(member, model);
                    }});
  return result;
}

struct Outcome {
  std::size_t read = 0, refused = 0;
};

Outcome try_all(const Family& family, std::size_t count, std::uint64_t seed) {
  Outcome outcome;
  for (std::size_t k = 0; k < count; ++k) {
    Mutator mutate(Random(seed).stream(k));
    const std::string text = mutate(family.texts[k % family.texts.size()]);
    Scratch::trying(text);
    std::string other;
    try {
      family.read(text);
      ++outcome.read;
    } catch (const InputError& e) {
      ++outcome.refused;
      if (std::strlen(e.what()) > 4000) other = "a message of " + std::to_string(std::strlen(e.what())) + " characters";
    } catch (const std::exception& e) {
      other = e.what();
    }
    if (other.empty()) continue;
    const std::string kept = "mutation-failure-" + family.name + "-" + std::to_string(k) + ".txt";
    std::ofstream(kept, std::ios::binary) << text;
    FAIL_CHECK(family.name << ", seed " << seed << ", number " << k << ": " << other << "\nkept in " << kept);
  }
  return outcome;
}

void run(std::size_t count, std::uint64_t seed) {
  const Scratch scratch;
  for (const Family& family : families(scratch)) {
    REQUIRE_FALSE(family.texts.empty());
    for (const std::string& text : family.texts) family.read(text);  // unchanged
    const Outcome outcome = try_all(family, count, seed);
    INFO(family.name << ": " << outcome.read << " read, " << outcome.refused << " refused");
    CHECK(outcome.refused > count / 20);
    if (family.name != "generic file") CHECK(outcome.read > 0);  // whose digest refuses every change
    if (count > 1000) WARN(family.name << ": " << outcome.read << " read, " << outcome.refused << " refused");
  }
}

}  // namespace

TEST_CASE("damaged files of every format are read or refused", "[mutation]") { run(60, 1); }

TEST_CASE("tens of thousands of damaged files of every format are read or refused", "[mutation][long]") {
  for (std::uint64_t seed = 2; seed <= 5; ++seed) run(4000, seed);
}
