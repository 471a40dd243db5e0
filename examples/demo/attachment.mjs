// A message with a large attachment, made piece by piece while it is posted; the same every time it is asked for.

const LINE = 57; // bytes that give a line of 76 base64 characters, RFC 2045 section 6.8
const LINES_AT_ONCE = 900;
const BOUNDARY = '=_attachment_7d41';

const head = [
  'From: Sender <sender@example.org>',
  'To: Recipient <recipient@example.com>',
  'Subject: The drawings',
  'Date: Fri, 6 Mar 2026 10:00:00 +0100',
  'Message-ID: <20260306.1000.drawings@example.org>',
  'MIME-Version: 1.0',
  `Content-Type: multipart/mixed; boundary="${BOUNDARY}"`,
  '',
  `--${BOUNDARY}`,
  'Content-Type: text/plain; charset=us-ascii',
  '',
  'The drawings are attached.',
  '',
  `--${BOUNDARY}`,
  'Content-Type: application/octet-stream; name="drawings.bin"',
  'Content-Transfer-Encoding: base64',
  'Content-Disposition: attachment; filename="drawings.bin"',
  '',
  '',
].join('\r\n');
const tail = `--${BOUNDARY}--\r\n`;

/** `size`: bytes of the attachment before base64. */
export function attachmentMessage(size) {
  const lines = Math.ceil(size / LINE);
  const encoded = Math.ceil(size / 3) * 4 + lines * 2;
  return {
    /** Bytes of the whole message. */
    length: head.length + encoded + tail.length,
    *chunks() {
      yield head;
      const state = { seed: 20260306 };
      for (let left = size; left > 0; left -= LINE * LINES_AT_ONCE) {
        yield base64Lines(noise(Math.min(left, LINE * LINES_AT_ONCE), state));
      }
      yield tail;
    },
  };
}

/** Bytes that do not compress, from a linear congruential generator. */
function noise(length, state) {
  const bytes = Buffer.allocUnsafe(length);
  for (let i = 0; i < length; i++) {
    state.seed = (Math.imul(state.seed, 1664525) + 1013904223) >>> 0;
    bytes[i] = state.seed >>> 24;
  }
  return bytes;
}

function base64Lines(bytes) {
  return bytes.toString('base64').replace(/.{1,76}/g, '$&\r\n');
}
