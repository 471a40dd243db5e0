// QuestionSlot: one question, one answer, and what comes at the wrong time.
#include "transport/question_slot.h"

#include <doctest/doctest.h>

using namespace imnxport;
using Asked = QuestionSlot::Asked;

TEST_CASE("the first answer to the question that is open is the one that counts, and closes it") {
  QuestionSlot slot;
  slot.Open(Asked::kLogon, 7);
  CHECK(slot.IsOpen());
  CHECK_FALSE(slot.Take());
  Credentials credentials;
  credentials.user = "me";
  CHECK(slot.AnswerLogon(7, S_OK, credentials));
  CHECK_FALSE(slot.AnswerLogon(7, S_FALSE, {}));
  CHECK_FALSE(slot.Abandon());
  const auto answer = slot.Take();
  REQUIRE(answer);
  CHECK(answer->hr == S_OK);
  CHECK(answer->credentials.user == "me");
  CHECK_FALSE(slot.IsOpen());
  CHECK_FALSE(slot.Take());
}

TEST_CASE("an answer to another command, to another question, or to none is refused") {
  QuestionSlot slot;
  CHECK_FALSE(slot.AnswerIdle(7, S_OK, 1));
  CHECK_FALSE(slot.Abandon());
  slot.Open(Asked::kIdle, 7);
  CHECK_FALSE(slot.AnswerIdle(8, S_OK, 1));
  CHECK_FALSE(slot.AnswerLogon(7, S_OK, {}));
  CHECK(slot.AnswerIdle(7, S_OK, 250));
  CHECK(slot.Take()->idle_ms == 250);
}

TEST_CASE("a question that is closed forgets an answer that was not taken") {
  QuestionSlot slot;
  slot.Open(Asked::kIdle, 7);
  CHECK(slot.AnswerIdle(7, S_OK, 250));
  slot.Close();
  CHECK_FALSE(slot.Take());
  slot.Open(Asked::kIdle, 7);
  CHECK_FALSE(slot.Take());
}

TEST_CASE("a question that nobody is left to answer is answered with a failure") {
  QuestionSlot slot;
  slot.Open(Asked::kLogon, 7);
  CHECK(slot.Abandon());
  CHECK(slot.Take()->hr == E_FAIL);
}
