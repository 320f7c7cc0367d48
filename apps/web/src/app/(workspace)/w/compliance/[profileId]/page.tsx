"use client";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "next/navigation";
import { useTRPC } from "~/trpc/client.tsx";
import { Card } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { Skeleton } from "~/ui/status.tsx";
import { ProfileEditor } from "~/workspace/compliance/editor.tsx";

export default function Page() {
  const { profileId } = useParams<{ profileId: string }>();
  const trpc = useTRPC();
  const profile = useQuery(trpc.compliance.get.queryOptions({ profileId }));
  return (
    <Query of={profile}>
      {(loaded) =>
        loaded === undefined ? (
          <Card>
            <Skeleton className="h-96" />
          </Card>
        ) : (
          <ProfileEditor profile={loaded} />
        )
      }
    </Query>
  );
}
