// Posts over TLS with the certificates of the system, wherever a distribution keeps them. It writes to /etc: not for a real system.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { HttpMailTransport } = require('imnxport');
const { HttpMailServer } = require('imnxport/testing');
const { makeAuthority } = require('./certificates.js');

const places = [
  '/etc/ssl/certs/ca-certificates.crt', // Debian, Ubuntu, Arch, Gentoo
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem', // Fedora, RHEL
  '/etc/pki/tls/certs/ca-bundle.crt', // older Fedora, RHEL
  '/etc/ssl/ca-bundle.pem', // openSUSE
  '/etc/ssl/cert.pem', // Alpine
];

/** What a post to a server with a certificate of that authority comes to: a status, or the code of an error. */
async function post(authority) {
  const server = new HttpMailServer({ tls: authority.issue() });
  const url = `${await server.listen()}/inbox/`;
  const transport = new HttpMailTransport({ proxy: false });
  try {
    return (await transport.post(url, 'hello')).status;
  } catch (error) {
    return error.code;
  } finally {
    await transport.close();
    await server.close();
  }
}

async function main() {
  const authority = makeAuthority();
  const keep = (file) => {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, authority.cert);
  };
  console.log('none', await post(authority));
  for (const file of places) {
    keep(file);
    console.log(file, await post(authority));
    fs.rmSync(file);
  }
  process.env.SSL_CERT_FILE = '/tmp/certificates.pem';
  keep(process.env.SSL_CERT_FILE);
  console.log('SSL_CERT_FILE', await post(authority));
}
main();
