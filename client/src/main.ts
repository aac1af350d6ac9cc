/** The phone client's start: shows the app at once, then fills it from the store. */
import { createApp } from "vue";
import App from "./App.vue";
import { start } from "./screens/running";
import { applyPreferences } from "./ui/preferences";
import "./ui/style.css";
import { register } from "./worker/update";

applyPreferences();
createApp(App).mount("#app");
void start();
if (import.meta.env.PROD) void register().catch(() => undefined);
