// Search runs in a Worker, which browsers refuse to a page that was opened from disk. There, this
// class runs the same script in a hidden frame instead. The theme's script looks for the name
// IFrameWorker to learn that importScripts does not block.
(() => {
  const load = (frame, url) =>
    new Promise((resolve, reject) => {
      const script = frame.document.createElement("script");
      script.src = url;
      script.onload = resolve;
      script.onerror = () => reject(new Error(`cannot load ${url}`));
      frame.document.body.append(script);
    });

  class FrameWorker extends EventTarget {
    constructor(url) {
      super();
      this.element = document.createElement("iframe");
      this.element.hidden = true;
      document.body.append(this.element);
      const frame = this.element.contentWindow;
      frame.postMessage = (data) => {
        const event = new MessageEvent("message", { data });
        this.dispatchEvent(event);
        if (this.onmessage) this.onmessage(event);
      };
      frame.importScripts = async (...urls) => {
        for (const one of urls) await load(frame, one);
      };
      this.ready = load(frame, url);
    }

    postMessage(data) {
      this.ready.then(() => {
        const frame = this.element.contentWindow;
        frame.dispatchEvent(new frame.MessageEvent("message", { data: structuredClone(data) }));
      });
    }

    terminate() {
      this.element.remove();
    }
  }

  window.IFrameWorker = FrameWorker;
  if (location.protocol === "file:") window.Worker = FrameWorker;
})();
