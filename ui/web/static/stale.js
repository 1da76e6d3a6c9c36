// A page of before an upgrade asks for what the server does not have, and after a restart nobody is signed in any more:
// the page loads itself again, and keeps what is typed.

(() => {
  const KEY = "citeseed-loaded-again";
  const REFUSED = [401, 404, 422];
  // Milliseconds in which it is done once, so that a server that refuses everything is not asked without end.
  const ONCE = 30_000;
  const fetched = window.fetch;

  window.fetch = async (...asked) => {
    const response = await fetched(...asked);
    const address = asked[0]?.url ?? String(asked[0]);
    const isRefused = REFUSED.includes(response.status) && new URL(address, location).pathname.endsWith("/queue/join");
    if (isRefused && Date.now() - Number(sessionStorage.getItem(KEY)) > ONCE) {
      sessionStorage.setItem(KEY, String(Date.now()));
      location.reload();
      return new Promise(() => {}); // Gradio would show the refusal as an error meanwhile
    }
    return response;
  };
})();
