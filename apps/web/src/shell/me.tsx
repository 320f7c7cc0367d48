"use client";
import type { Permission } from "@callbay/domain/permissions";
import { createContext, type ReactNode, useContext } from "react";
import type { Me } from "~/server/viewer.ts";

const MeContext = createContext<Me | null>(null);

export function MeProvider({ me, children }: { me: Me; children: ReactNode }) {
  return <MeContext value={me}>{children}</MeContext>;
}

/** Who is signed in, and in which workspace. */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (!me) throw new Error("useMe is used outside of a shell");
  return me;
}

/** May this person…? For hiding what would be refused; the refusal itself is the server's. */
export function useMay(): (permission: Permission) => boolean {
  const { permissions } = useMe();
  return (permission) => permissions.some((one) => one === permission);
}
