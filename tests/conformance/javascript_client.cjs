// The vendor's client for JavaScript, unmodified, on a line: each line of the input is a call, and the next
// line of the output is what came of it.
"use strict";

const readline = require("node:readline");
const Fastly = require("fastly");

const server = process.argv[2];
const client = Fastly.ApiClient.instance;
// Its operations name their host themselves; this is the way around it that needs no change of the client.
client.plugins = [(request) => {
  request.url = request.url.replace("https://api.fastly.com", server);
}];

async function called({ token, basic, api, method, options }) {
  client.authenticate(token);
  for (const kind of ["session_password_change", "username_and_password"]) {
    Object.assign(client.authentications[kind], basic);
  }
  try {
    const answer = await new Fastly[api]()[method](options);
    return { answer: answer?.response ? answer.response.body : answer };
  } catch (refused) {
    return { status: refused.status, body: refused.body, error: String(refused.error ?? refused) };
  }
}

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(await called(JSON.parse(line))));
  }
})();
