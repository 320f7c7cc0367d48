import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { homeOf, requireViewer } from "~/server/viewer.ts";
import { chosenTheme } from "~/shell/chosen-theme.ts";
import { Frame } from "~/shell/frame.tsx";
import { WorkspaceShell } from "./shell.tsx";

export default async function Layout({ children }: { children: ReactNode }) {
  const [me, theme] = await Promise.all([requireViewer("tenant"), chosenTheme()]);
  if (me.workspace.role === "agent") redirect(homeOf(me));
  return (
    <Frame me={me} namespaces={["workspace", "compliance", "segments", "reports", "dnc", "quality", "supervision"]}>
      <WorkspaceShell theme={theme}>{children}</WorkspaceShell>
    </Frame>
  );
}
