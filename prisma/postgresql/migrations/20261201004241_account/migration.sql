-- AlterTable
ALTER TABLE "Delivery" ADD COLUMN     "account" TEXT;
