import { readMessage } from './frames.js';

/** Stands for the chat where the widget is only looked at: it greets, and whatever is done with it, nothing happens. */
export class PreviewChat {
  #state;

  constructor(state) {
    this.#state = state;
  }

  greet(welcome) {
    const message = { id: 1, seq: 1, role: 'assistant', content: welcome, timestamp: new Date().toISOString() };
    const { timeline } = this.#state.reset(1);
    timeline.receiveHistory([readMessage(message)].filter(Boolean));
    this.#state.update({ phase: 'open', link: 'online', isSettled: true });
  }

  start() {}
  restart() {
    return Promise.resolve();
  }
  close() {}
  send() {}
  sendFiles() {}
  customerTypes() {}
  escalate() {}
  end() {}
}
