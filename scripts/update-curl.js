// Moves the pin of libcurl: `node scripts/update-curl.js 8.22.0` takes the hash of that release's tarball, from the release site
// or from a file (second argument), and writes curl-pin.json. Compare the hash with the release's signature before committing.
'use strict';
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { download } = require('./curl-source');

async function main() {
  const [version, file] = process.argv.slice(2);
  if (!version || !/^\d+\.\d+\.\d+$/.test(version))
    throw new Error('usage: node scripts/update-curl.js <version> [tarball]');
  const url = `https://curl.se/download/curl-${version}.tar.gz`;
  const bytes = file ? fs.readFileSync(file) : await download(url);
  const sha256 = crypto.createHash('sha256').update(bytes).digest('hex');
  fs.writeFileSync(
    path.join(__dirname, 'curl-pin.json'),
    `${JSON.stringify({ version, url, sha256 }, null, 2)}\n`,
  );
  console.log(`curl ${version}: ${sha256}`);
}

main().catch((error) => {
  console.error(String(error.cause?.message ?? error.message));
  process.exitCode = 1;
});
