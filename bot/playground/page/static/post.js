// Sends what somebody did; shows what Slack says about it.
const page = document.body.dataset;

async function post(path, facts) {
  const response = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ as: page.as, ...facts }),
  });
  const answer = response.ok ? await response.json() : { told: ["The page could not be reached. Is the demo still running?"] };
  answer.told.forEach(toast);
  return answer;
}

function toast(sentence) {
  const line = document.createElement("p");
  line.textContent = sentence;
  document.querySelector(".toasts").append(line);
  setTimeout(() => line.remove(), 8000);
}
