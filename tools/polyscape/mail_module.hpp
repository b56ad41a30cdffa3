#pragma once
/// What the module for MPI gives the program.
#include "polyscape/base/mail.hpp"

/// The way to the other ranks, to be deleted by the caller. Called once in a process, by the thread that uses it.
extern "C" polyscape::Mail* polyscape_open_mail();
