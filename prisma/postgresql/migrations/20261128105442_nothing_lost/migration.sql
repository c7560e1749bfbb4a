-- AlterTable
ALTER TABLE "Delivery" ADD COLUMN     "missedAt" TIMESTAMP(3),
ADD COLUMN     "notedAt" TIMESTAMP(3),
ADD COLUMN     "unanswered" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "SentText" (
    "message" TEXT NOT NULL,
    "groupId" TEXT NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "SentText_pkey" PRIMARY KEY ("message")
);

-- CreateIndex
CREATE INDEX "SentText_groupId_idx" ON "SentText"("groupId");

-- CreateIndex
CREATE INDEX "Delivery_hubId_status_sendAt_idx" ON "Delivery"("hubId", "status", "sendAt");

-- CreateIndex
CREATE INDEX "Delivery_hubId_notedAt_idx" ON "Delivery"("hubId", "notedAt");

-- CreateIndex
CREATE INDEX "Group_carriesOnId_idx" ON "Group"("carriesOnId");

-- AddForeignKey
ALTER TABLE "SentText" ADD CONSTRAINT "SentText_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
