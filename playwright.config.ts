import { defineConfig } from "@playwright/test";

/** Journeys of people through the running product; `npm test -- journeys` starts it and sets the environment. */
export default defineConfig({
  testDir: "apps/web/journeys",
  outputDir: process.env.CALLBAY_TEST_OUTPUT ?? ".callbay/test/output",
  // One product, one running campaign: journeys share it, so they walk one after another, and none is tried twice.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [["list"], ["json"]],
  use: {
    baseURL: process.env.CALLBAY_URL,
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    permissions: ["microphone"],
    screenshot: "only-on-failure",
    // Its film would cost a core; what the page was at each step, and a picture of the end, are kept.
    trace: { mode: "retain-on-failure", screenshots: false },
    // The people of the demo sit there, wherever the machine does.
    timezoneId: "Asia/Hong_Kong",
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      args: [
        "--no-sandbox",
        // Painted by the processor as it is, not by an imitated graphics card.
        "--disable-gpu",
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--autoplay-policy=no-user-gesture-required",
      ],
    },
  },
});
