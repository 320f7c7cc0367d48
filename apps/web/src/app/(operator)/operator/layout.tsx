import type { ReactNode } from "react";
import { requireViewer } from "~/server/viewer.ts";
import { chosenTheme } from "~/shell/chosen-theme.ts";
import { Frame } from "~/shell/frame.tsx";
import { OperatorShell } from "./shell.tsx";

export default async function Layout({ children }: { children: ReactNode }) {
  const [me, theme] = await Promise.all([requireViewer("operator"), chosenTheme()]);
  return (
    <Frame me={me} namespaces={["operator", "finance", "dnc", "compliance"]}>
      <OperatorShell theme={theme}>{children}</OperatorShell>
    </Frame>
  );
}
