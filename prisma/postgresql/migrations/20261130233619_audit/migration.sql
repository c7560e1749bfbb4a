-- CreateTable
CREATE TABLE "AuditEntry" (
    "id" SERIAL NOT NULL,
    "hubId" TEXT NOT NULL,
    "groupId" TEXT,
    "at" TIMESTAMP(3) NOT NULL,
    "byId" TEXT,
    "act" TEXT NOT NULL,
    "personId" TEXT,
    "about" TEXT,

    CONSTRAINT "AuditEntry_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "AuditEntry_hubId_at_idx" ON "AuditEntry"("hubId", "at");

-- AddForeignKey
ALTER TABLE "AuditEntry" ADD CONSTRAINT "AuditEntry_hubId_fkey" FOREIGN KEY ("hubId") REFERENCES "Hub"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
