// Loading libraries, and telling what is wrong with one that does not load.
#include "foreign/library.h"

#include <utility>

#include "foreign/image_file.h"
#include "foreign/library_os.h"

namespace imnxport {
namespace {

// The system says little, and each system something else: the file itself is looked at.
OpenFailure Diagnose(const std::string& path, HRESULT hr, const std::string& said) {
  const ImageFile process = ThisProcess();
  const ImageFile file = ReadImageFile(path);
  OpenFailure why;
  why.hr = hr;
  const std::string own = "; this process is " + Describe(process);
  switch (file.kind) {
    case ImageFile::Kind::kMissing:
      why.problem = OpenProblem::kNotFound;
      why.hr = kFileNotFound;
      why.text = "there is no file " + path + own;
      return why;
    case ImageFile::Kind::kNoImage:
      why.hr = kBadExeFormat;
      why.text = path + " is not a library";
      return why;
    case ImageFile::Kind::kUnreadable:
      break;
    default:
      if (file.kind != process.kind) {
        why.hr = kBadExeFormat;
        why.text = path + " is a library of another system";
        return why;
      }
      if (file.Fits(process)) break;
      why.problem = OpenProblem::kBitness;
      why.hr = kBadExeFormat;
      why.text = path + " is for " + Describe(file) + own;
      return why;
  }
  why.text = path + " could not be loaded: ";
  why.text += !said.empty()           ? said
              : hr == kModuleNotFound ? "another library that it needs was not found"
                                      : "the system's error is " + HexText(hr);
  return why;
}

}  // namespace

std::unique_ptr<Library> Library::Load(const std::string& path, OpenFailure* why) {
  HRESULT hr = S_OK;
  std::string said;
  std::string copy = path;
  if (void* const handle = LoadFile(path, &hr, &said))
    return std::unique_ptr<Library>(new Library(std::move(copy), handle));
  *why = Diagnose(path, hr, said);
  return nullptr;
}

void* Library::FindAny(const char* name, OpenFailure* why) const {
  void* const found = FindAny(name);
  if (found) return found;
  why->problem = OpenProblem::kNotFound;
  why->hr = kExportNotFound;
  why->text = path_ + " has no export " + name;
  return nullptr;
}

void* Library::FindAny(const char* name) const noexcept { return FindExport(handle_, name); }

void Library::Unload() noexcept {
  if (void* const handle = std::exchange(handle_, nullptr)) UnloadFile(handle);
}

}  // namespace imnxport
