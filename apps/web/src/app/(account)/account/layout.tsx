import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { viewer } from "~/server/viewer.ts";
import { Frame } from "~/shell/frame.tsx";

/** The one place that is open to everybody signed in, whatever their workspace asks of them first. */
export default async function Layout({ children }: { children: ReactNode }) {
  const me = await viewer();
  if (!me) redirect("/sign-in?to=/account");
  return (
    <Frame me={me} namespaces={["account", "quality"]}>
      <main className="mx-auto max-w-3xl px-6 py-8">{children}</main>
    </Frame>
  );
}
