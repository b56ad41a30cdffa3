#pragma once
/// Why a job was cancelled, where that was not the user.
#include <string>

namespace polyscape {

/// Cancels the job that this thread works for; `reason` ends a sentence: "it took longer than 5 s". The first one
/// stays.
void cancel_job(const std::string& reason);

/// Of the job that this thread works for; empty: it was not cancelled so.
std::string cancellation_reason();

}  // namespace polyscape
