// What a file of code is made for.
#include "foreign/image_file.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "foreign/transport_source.h"
#include "support/image_bytes.h"
#include "support/temp_file.h"

using namespace imnxport;
using namespace imnxport::test;

TEST_CASE("the header says for what kind of process a file is") {
  struct Row {
    std::string bytes;
    ImageFile::Kind kind;
    const char* words;
  };
  const Row rows[] = {
      {ElfBytes(2, 1, 62), ImageFile::Kind::kElf, "x64, 64 bit"},
      {ElfBytes(1, 1, 3), ImageFile::Kind::kElf, "ia32, 32 bit"},
      {ElfBytes(2, 1, 183), ImageFile::Kind::kElf, "arm64, 64 bit"},
      {ElfBytes(1, 1, 62), ImageFile::Kind::kElf, "x64, 32 bit"},  // x32
      {ElfBytes(2, 2, 21), ImageFile::Kind::kElf, "machine 21, 64 bit"},
      {ElfBytes(0, 1, 62), ImageFile::Kind::kElf, "x64, 64 bit"},
      {PeBytes(0x8664), ImageFile::Kind::kPe, "x64, 64 bit"},
      {PeBytes(0x014C), ImageFile::Kind::kPe, "ia32, 32 bit"},
      {PeBytes(0xAA64), ImageFile::Kind::kPe, "arm64, 64 bit"},
      {PeBytes(0x1234), ImageFile::Kind::kPe, "machine 4660"},
      {"MZ", ImageFile::Kind::kNoImage, ""},
      {"\x7F"
       "EL",
       ImageFile::Kind::kNoImage, ""},
      {"", ImageFile::Kind::kNoImage, ""},
      {"#!/bin/sh\n", ImageFile::Kind::kNoImage, ""},
  };
  for (const Row& row : rows) {
    const TempFile file;
    file.Write(row.bytes);
    const ImageFile image = ReadImageFile(file.Path());
    CHECK(image.kind == row.kind);
    CHECK(Describe(image) == row.words);
  }
}

TEST_CASE("a file that is not there is missing, a folder is no image") {
  const TempFile file;
  CHECK(ReadImageFile(file.Path()).kind == ImageFile::Kind::kMissing);
  CHECK(ReadImageFile(file.Path() + "/below").kind == ImageFile::Kind::kMissing);
  CHECK(ReadImageFile(std::filesystem::temp_directory_path().string()).kind == ImageFile::Kind::kNoImage);
}

TEST_CASE("a class in a file that is no library of this process: what was found instead") {
  const ImageFile own = ThisProcess();
  const bool pe = own.kind == ImageFile::Kind::kPe;
  const auto bytes_for = [pe](bool bits64) {
    return pe ? PeBytes(bits64 ? 0x8664 : 0x014C) : ElfBytes(bits64 ? 2 : 1, 1, bits64 ? 62 : 3);
  };
  struct Row {
    std::string bytes;
    OpenProblem problem;
    HRESULT hr;
    std::string says;
  };
  const Row rows[] = {
      {bytes_for(own.bits == 32), OpenProblem::kBitness, kBadExeFormat,
       std::string(" is for ") + (own.bits == 32 ? "x64, 64 bit" : "ia32, 32 bit") + "; this process is " +
           Describe(own)},
      {pe ? ElfBytes(2, 1, 62) : PeBytes(0x8664), OpenProblem::kFailed, kBadExeFormat,
       " is a library of another system"},
      {"not a library", OpenProblem::kFailed, kBadExeFormat, " is not a library"},
  };
  for (const Row& row : rows) {
    const TempFile file;
    file.Write(row.bytes);
    OpenFailure why;
    const auto source = SourceInFile(file.Path(), CLSID_IHTTPMailTransport);
    CHECK(!source->Open(&why));
    CHECK(why.problem == row.problem);
    CHECK(why.hr == row.hr);
    CHECK(why.text == file.Path() + row.says);
    source->Close();
  }
  const TempFile missing;
  OpenFailure why;
  CHECK(!SourceInFile(missing.Path(), CLSID_IHTTPMailTransport)->Open(&why));
  CHECK(why.problem == OpenProblem::kNotFound);
  CHECK(why.hr == kFileNotFound);
  CHECK(why.text == "there is no file " + missing.Path() + "; this process is " + Describe(own));
}

TEST_CASE("a class that is not registered: what was looked for") {
  CLSID unknown = CLSID_IHTTPMailTransport;
  unknown.Data1 = 0x12345678;
  OpenFailure why;
  const auto source = SourceInRegistry(unknown);
  CHECK(!source->Open(&why));
  CHECK(why.problem == OpenProblem::kNotFound);
  CHECK(why.hr == (ThisProcess().kind == ImageFile::Kind::kPe ? why.hr : REGDB_E_CLASSNOTREG));
  CHECK(why.text.find(ClsidText(unknown)) != std::string::npos);
  source->Close();
}
