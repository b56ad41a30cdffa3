#include "program/program.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "support/json.hpp"

namespace polyscape::program {

namespace fs = std::filesystem;

namespace {

std::string text_of(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

/// A child process whose output goes into two files outside its folder.
class Child {
 public:
  Child(const fs::path& folder, const std::string& program, const std::vector<std::string>& words)
      : out_(folder.string() + ".out"), err_(folder.string() + ".err") {
    for (const fs::path& file : {out_, err_}) std::ofstream(file, std::ios::trunc);
    std::vector<char*> arguments{const_cast<char*>(program.c_str())};
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    process_ = fork();
    if (process_ < 0) throw std::runtime_error("fork");
    if (process_ > 0) return;
    const int in = open("/dev/null", O_RDONLY), out = open(out_.c_str(), O_WRONLY), err = open(err_.c_str(), O_WRONLY);
    if (chdir(folder.c_str()) != 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0) _exit(126);
    execvp(program.c_str(), arguments.data());
    _exit(127);
  }
  ~Child() {
    if (process_ > 0) {
      kill(process_, SIGKILL);
      wait();
    }
    std::error_code ignored;
    fs::remove(out_, ignored);
    fs::remove(err_, ignored);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// Disturbs and sends the signal `pause` milliseconds after stderr contains the text; an ended child gets none (it
  /// stays a zombie until wait).
  void send_after(const std::string& text, const std::function<void()>& disturb, int signal, int pause) const {
    using namespace std::chrono_literals;
    for (int tries = 0; tries < 3000 && text_of(err_).find(text) == std::string::npos && running(); ++tries)
      std::this_thread::sleep_for(10ms);
    disturb();
    std::this_thread::sleep_for(std::chrono::milliseconds(pause));
    kill(process_, signal);
  }
  /// Ends a program that goes on for too long.
  void allow(std::chrono::seconds most) const {
    using namespace std::chrono_literals;
    const auto end = std::chrono::steady_clock::now() + most;
    while (running() && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(10ms);
    if (running()) kill(process_, SIGKILL);
  }

  Ended wait() {
    Ended ended;
    int status = 0;
    waitpid(process_, &status, 0);
    process_ = 0;
    ended.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    ended.out = text_of(out_);
    ended.err = text_of(err_);
    return ended;
  }

 private:
  bool running() const {
    siginfo_t state{};
    return waitid(P_PID, static_cast<id_t>(process_), &state, WEXITED | WNOHANG | WNOWAIT) == 0 && state.si_pid == 0;
  }
  fs::path out_, err_;
  pid_t process_ = 0;
};

}  // namespace

Workplace::Workplace() {
  static std::atomic<int> number = 0;
  path_ =
      fs::temp_directory_path() / ("polyscape_program_" + std::to_string(::getpid()) + "_" + std::to_string(number++));
  fs::remove_all(path_);
  fs::create_directories(path_);
}
Workplace::~Workplace() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}
void Workplace::write(const std::string& name, const std::string& text) const { std::ofstream(path_ / name) << text; }
std::string Workplace::read(const std::string& name) const { return text_of(path_ / name); }
std::set<std::string> Workplace::names(const std::string& below) const {
  std::set<std::string> result;
  for (const auto& entry : fs::directory_iterator(path_ / below)) result.insert(entry.path().filename().string());
  return result;
}

Ended run(const Workplace& at, const std::string& program, const std::vector<std::string>& words) {
  return Child(at.path(), program, words).wait();
}

Ended run_polyscape(const Workplace& at, const std::vector<std::string>& words) {
  return run(at, POLYSCAPE_PROGRAM, words);
}

Ended interrupt_polyscape(const Workplace& at, const std::vector<std::string>& words, const std::string& text,
                          int signal, int pause) {
  return disturb_polyscape(
      at, words, text, [] {}, signal, pause);
}

Ended disturb_polyscape(const Workplace& at, const std::vector<std::string>& words, const std::string& text,
                        const std::function<void()>& disturb, int signal, int pause) {
  Child child(at.path(), POLYSCAPE_PROGRAM, words);
  child.send_after(text, disturb, signal, pause);
  child.allow(std::chrono::minutes(3));
  return child.wait();
}

Ended run_shell(const Workplace& at, const std::string& line) {
  return run(at, "sh", {"-c", "polyscape='" POLYSCAPE_PROGRAM "'; " + line});
}

bool installed(const std::string& program) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path != nullptr ? path : "");
  for (std::string folder; std::getline(folders, folder, ':');)
    if (access((fs::path(folder) / program).c_str(), X_OK) == 0) return true;
  return false;
}

std::string data(const std::string& file) { return POLYSCAPE_DATA "/" + file; }

std::string quadrics(Random random, int variables) {
  nlohmann::json system{{"variables", nlohmann::json::array()}, {"equations", nlohmann::json::array()}};
  for (int i = 0; i < variables; ++i) {
    system["variables"].push_back("x" + std::to_string(i));
    std::string text = "-1";
    for (int a = 0; a < variables; ++a)
      for (int b = 0; b <= a; ++b)
        text += " + " + std::to_string(1 + random.below(50)) + "*x" + std::to_string(a) + "*x" + std::to_string(b);
    system["equations"].push_back(text);
  }
  return system.dump();
}

}  // namespace polyscape::program
