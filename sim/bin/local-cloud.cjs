"use strict";
// What the programs in this folder share. Plain JavaScript without packages: they are started often and must be quick.
const fs = require("node:fs");
const http = require("node:http");
const path = require("node:path");

/** The local directory: PULUMI_ACCELERATORS_LOCAL, or `.local` of the checkout that this file belongs to. */
function localDirectory() {
    return path.resolve(process.env.PULUMI_ACCELERATORS_LOCAL || path.join(module.path, "..", "..", ".local"));
}

/** Ends the program with a message for the person who sees the engine's or kubectl's output. */
function fail(message) {
    process.stderr.write(`${path.basename(process.argv[1])} (simulated AWS): ${message}\n`);
    process.exit(1);
}

function daemon() {
    const file = path.join(localDirectory(), "daemon.json");
    let text;
    try {
        text = fs.readFileSync(file, "utf8");
    } catch {
        fail(`the local cloud of ${localDirectory()} does not run; start it with: npm run up`);
    }
    return JSON.parse(text);
}

/** Sends a request to the local cloud; `onAnswer` gets the response once it has begun well. */
function ask(method, route, body, onAnswer) {
    const { controlUrl, token } = daemon();
    const request = http.request(
        `${controlUrl}${route}`,
        { method, headers: { Authorization: `Bearer ${token}` } },
        response => {
            if (response.statusCode === 200) {
                onAnswer(response);
                return;
            }
            readAll(response, text => {
                let message = text;
                try {
                    message = JSON.parse(text).error;
                } catch {
                    // Not an answer of ours: shown as it is.
                }
                fail(message);
            });
        },
    );
    request.on("error", () =>
        fail(`the local cloud of ${localDirectory()} does not answer; start it with: npm run up`),
    );
    request.end(body === undefined ? undefined : JSON.stringify(body));
}

function readAll(response, onText) {
    const chunks = [];
    response.on("data", chunk => chunks.push(chunk));
    response.on("end", () => onText(Buffer.concat(chunks).toString()));
}

module.exports = { ask, fail, readAll };
