import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { homeOf, requireViewer } from "~/server/viewer.ts";
import { Frame } from "~/shell/frame.tsx";

/** A page for a screen on a wall: no navigation, nothing to click. */
export default async function Layout({ children }: { children: ReactNode }) {
  const me = await requireViewer("tenant");
  if (!me.permissions.includes("floor.read")) redirect(homeOf(me));
  return (
    <Frame me={me} namespaces={["supervision"]}>
      {children}
    </Frame>
  );
}
