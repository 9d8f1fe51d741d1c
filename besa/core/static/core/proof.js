// Proof of work, solved in the background by ALTCHA's own worker while people write.

const FRESH_MS = 8 * 60_000;

/** {payload, csrf} of a challenge fetched and solved now. */
export async function solve(address, workerAddress) {
  const response = await fetch(address, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`challenge: ${response.status}`);
  const { challenge, csrf } = await response.json();
  const found = await work(challenge, workerAddress);
  const { algorithm, challenge: hash, salt, signature } = challenge;
  return { payload: btoa(JSON.stringify({ algorithm, challenge: hash, number: found.number, salt, signature })), csrf };
}

function work(challenge, workerAddress) {
  return new Promise((done, failed) => {
    const worker = new Worker(workerAddress);
    const end = (settle, value) => {
      worker.terminate();
      settle(value);
    };
    worker.onmessage = ({ data }) => (data ? end(done, data) : end(failed, new Error("no solution")));
    worker.onerror = () => end(failed, new Error("worker"));
    worker.postMessage({ type: "work", payload: challenge, start: 0, max: challenge.maxNumber });
  });
}

/** A proof that is begun when the person begins, and made again when it has become old. */
export class Proof {
  constructor(address, workerAddress) {
    this.renew = () => {
      this.at = Date.now();
      // Without a proof the server asks for a confirmation by e-mail: that is its answer, not an error here.
      this.solved = solve(address, workerAddress).catch(() => null);
    };
  }

  begin() {
    if (!this.at) this.renew();
  }

  async take() {
    if (!this.at || Date.now() - this.at > FRESH_MS || !(await this.solved)) this.renew();
    const proof = await this.solved;
    this.at = 0; // it can be used once
    return proof;
  }
}
