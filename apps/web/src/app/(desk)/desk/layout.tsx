import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { homeOf, requireViewer } from "~/server/viewer.ts";
import { chosenTheme } from "~/shell/chosen-theme.ts";
import { Frame } from "~/shell/frame.tsx";
import { DeskShell } from "~/shell/shell.tsx";

export default async function Layout({ children }: { children: ReactNode }) {
  const [me, theme] = await Promise.all([requireViewer("tenant"), chosenTheme()]);
  if (!me.permissions.includes("duty.own")) redirect(homeOf(me));
  return (
    <Frame me={me} namespaces={["desk"]}>
      <DeskShell theme={theme}>{children}</DeskShell>
    </Frame>
  );
}
