// The page: an ordinary script of a browser, which knows `window.mail` and nothing of Node.js.
/* global document, window */
'use strict';

const element = (id) => document.getElementById(id);

function headers() {
  return ['From: sender@example.org', 'To: recipient@example.com', 'Subject: From Electron', '', ''].join(
    '\r\n',
  );
}

element('form').addEventListener('submit', async (event) => {
  event.preventDefault();
  element('send').disabled = true;
  const { id, done } = window.mail.post(headers() + element('text').value, (sent, total) => {
    element('progress').max = total ?? sent;
    element('progress').value = sent;
  });
  element('abort').onclick = () => window.mail.abort(id);
  element('abort').disabled = false;
  try {
    const { failure, status, location } = await done;
    element('result').textContent = failure ? failure.message : `${status}, stored as ${location}`;
  } catch (error) {
    element('result').textContent = error.message;
  } finally {
    element('send').disabled = false;
    element('abort').disabled = true;
  }
});
